/** What a phone may ask of the studio at a time. Both sides keep to these; the studio enforces them. */
export const companionLimits = {
  /** Bytes of a file in one sealed message, either way. */
  chunkBytes: 512 * 1024,
  /** Bytes of one sealed message: a chunk, its header and its seal. */
  messageBytes: 512 * 1024 + 8 * 1024,
  /** Chunks on their way without an acknowledgement, per connection: more than this ends the connection. */
  chunksInFlight: 4,
  /** Bytes of one photo. */
  fileBytes: 200_000_000,
  /** Photos begun and not finished, per phone. */
  unfinishedUploads: 64,
  /** Bytes announced and not finished, per phone. */
  unfinishedBytes: 4_000_000_000,
  /** Free bytes that an upload must leave on the studio's disk. */
  freeBytes: 1_000_000_000,
  /** How long what a phone began and left is kept. */
  partDays: 7,
  /** A pairing's code, from its opening. */
  pairingMs: 120_000,
} as const;
