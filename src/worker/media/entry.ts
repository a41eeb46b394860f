/** The media worker's entry point: opens strangers' files and makes small pictures of them. No models, no ONNX. */
import { parentTransport } from '../parent-transport.ts';
import { makePicture } from './make-picture.ts';
import { serveMedia } from './serve-media.ts';

serveMedia(parentTransport(), makePicture);
