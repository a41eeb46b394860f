/**
 * A frame is one piece of bytes. Socket.io would gather up to ten of half a megabyte each before it hands over a
 * message, from anybody who has opened a socket: here the first one too many ends the connection.
 */
import { Decoder, Encoder } from 'socket.io-parser';

class OneFrameDecoder extends Decoder {
  constructor() {
    super({ maxAttachments: 1 });
  }
}

export const oneFrameParser = { Encoder, Decoder: OneFrameDecoder };
