/**
 * The certificate as an Apple configuration profile: it installs with a name and a sentence that say whose it is.
 * Trusting it stays a switch of its own in the phone's settings, as for every profile without a management server.
 */
import { createHash } from 'node:crypto';

/** The same certificate always makes the same profile, so that installing it again replaces it. */
export function configurationProfile(name: string, root: Uint8Array): string {
  const digest = createHash('sha256').update(root).digest('hex');
  const identifier = `studio.irisvue.authority.${digest.slice(0, 16)}`;
  const content = Buffer.from(root).toString('base64');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadVersion</key><integer>1</integer>
  <key>PayloadIdentifier</key><string>${identifier}</string>
  <key>PayloadUUID</key><string>${uuidOf(digest.slice(0, 32))}</string>
  <key>PayloadDisplayName</key><string>${escaped(name)}</string>
  <key>PayloadDescription</key><string>Lets this device be told by your studio when pictures are ready. It is good for your studio’s own address and for nothing else.</string>
  <key>PayloadRemovalDisallowed</key><false/>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadType</key><string>com.apple.security.root</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>${identifier}.root</string>
      <key>PayloadUUID</key><string>${uuidOf(digest.slice(32))}</string>
      <key>PayloadDisplayName</key><string>${escaped(name)}</string>
      <key>PayloadContent</key><data>${content}</data>
    </dict>
  </array>
</dict>
</plist>
`;
}

/** 32 hexadecimal digits in the shape of a UUID. */
function uuidOf(digits: string): string {
  return digits.toUpperCase().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-5$3-A$4-$5');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (found) => entities[found] ?? found);
