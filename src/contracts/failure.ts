/**
 * Every failure a photographer can meet, in one table. Code throws `StudioFailure` with a code from here, the
 * queue decides on retries by `retryable`, and windows, the command line and phones show `message` and
 * `suggestion` word for word. Technical detail goes to the log only, through `details` and `cause`.
 */
export type FailureKind = 'quality' | 'transient' | 'input' | 'storage' | 'pairing' | 'internal';

/** The one button that goes with a failure. */
export type FailureAction =
  | 'recapture'
  | 'retry'
  | 'chooseAnotherPhoto'
  | 'freeSpace'
  | 'chooseAnotherFolder'
  | 'chooseAnotherModel'
  | 'correctOutline'
  | 'reinstall'
  | 'pair'
  | 'none';

export interface FailureDescription {
  readonly kind: FailureKind;
  /** Whether the same work may succeed when it is simply done again; such failures are retried once. */
  readonly retryable: boolean;
  readonly message: string;
  readonly suggestion: string;
  readonly action: FailureAction;
}

const quality = (message: string, suggestion: string, action: FailureAction = 'recapture') =>
  ({ kind: 'quality', retryable: false, message, suggestion, action }) as const;
const input = (message: string, suggestion: string) =>
  ({ kind: 'input', retryable: false, message, suggestion, action: 'chooseAnotherPhoto' }) as const;
const model = (message: string, suggestion: string) =>
  ({ kind: 'input', retryable: false, message, suggestion, action: 'chooseAnotherModel' }) as const;
const transient = (message: string, suggestion: string) =>
  ({ kind: 'transient', retryable: true, message, suggestion, action: 'retry' }) as const;
const storage = (message: string, suggestion: string, action: FailureAction) =>
  ({ kind: 'storage', retryable: false, message, suggestion, action }) as const;
const pairing = (message: string, suggestion: string, action: FailureAction = 'pair') =>
  ({ kind: 'pairing', retryable: false, message, suggestion, action }) as const;
const internal = (message: string, suggestion: string, action: FailureAction) =>
  ({ kind: 'internal', retryable: false, message, suggestion, action }) as const;

export const failures = {
  irisNotFound: quality(
    'We could not find an iris in this photo.',
    'Fill most of the picture with one open eye, in focus, and try again.',
  ),
  irisTooSmall: quality(
    'The iris is too small in this photo.',
    'Move closer or use a macro lens, so that the eye fills most of the picture.',
  ),
  irisCovered: quality(
    'Too much of the iris is covered by lids or lashes.',
    'Ask for a wide-open eye, lift the upper lid gently if you may, and take the photo again.',
  ),
  irisCutOff: quality(
    'Part of the iris lies outside the photo.',
    'Keep the whole iris inside the frame, with a little space around it.',
  ),
  photoBlurred: quality(
    'The iris is out of focus.',
    'Focus on the iris itself, hold the camera steady, and take the photo again.',
  ),
  reflectionsCoverIris: quality(
    'Reflections cover too much of the iris.',
    'Turn away from the window or move the light to the side, then take the photo again.',
  ),
  photoTooDark: quality(
    'The photo is too dark to show the iris.',
    'Add light from the side, or use a longer exposure, and take the photo again.',
  ),
  photoTooBright: quality(
    'The photo is overexposed where the iris is.',
    'Lower the exposure or move the light away, and take the photo again.',
  ),
  pupilTooWide: quality(
    'The pupil is so wide that little of the iris can be seen.',
    'Let the eye get used to a brighter room for a minute, then take the photo again.',
  ),
  fileMissing: input('This photo is no longer where it was.', 'Choose the photo again.'),
  fileUnreadable: input(
    'We are not allowed to read this photo.',
    'Check its permissions, or copy it elsewhere.',
  ),
  fileEmpty: input('This file is empty.', 'Copy the photo from the camera again.'),
  fileNotAPhoto: input('This file is not a photo.', 'Choose a JPEG, PNG, WebP, TIFF, AVIF or HEIC photo.'),
  formatUnsupported: input(
    'This kind of picture cannot be used.',
    'Choose a JPEG, PNG, WebP, TIFF, AVIF or HEIC photo.',
  ),
  fileDamaged: input(
    'This photo is damaged and cannot be read to its end.',
    'Copy it from the camera again.',
  ),
  photoTooLarge: input(
    'This photo has more pixels than the studio can take.',
    'Export it with at most 200 megapixels.',
  ),
  fileTooLarge: input('This file is too large.', 'Export the photo as a file of at most 1 GB.'),
  modelFileMissing: model('We cannot read this model file.', 'Check where it is and its permissions.'),
  modelUnreadable: model(
    'This model file is damaged or cut short and cannot be read.',
    'Download it again from where it came from.',
  ),
  modelUnsupported: model(
    'The studio cannot use this kind of model.',
    'Choose a Real-ESRGAN model that enlarges 2 or 4 times, as .pth, .safetensors or .onnx.',
  ),
  modelUntrusted: model(
    'This model file asks for more than weights need, so we did not open it.',
    'Get the model from its official source, or as .safetensors.',
  ),
  modelTooLarge: model(
    'This model is larger than the studio can take.',
    'Choose a model file of at most 256 MB.',
  ),
  modelWrongResult: model(
    'We tried this model, and what it makes cannot be used.',
    'Choose another model, or download this one again.',
  ),
  modelUndescribed: model(
    'This model does not enlarge pictures, and nothing says what it marks in them.',
    'If it finds irises, put a description of the same name beside it, e.g. my-model.json.',
  ),
  modelDescriptionWrong: model(
    'The description of this model is wrong or does not fit it.',
    'Compare it with the examples in docs/own-models.md, then add the model again.',
  ),
  modelFindsNothing: model(
    'We showed this model drawn eyes, and it found no iris in them.',
    'Check the mean, std, activation and classes in its description, or choose another model.',
  ),
  modelOtherKind: model(
    'The model that was chosen does something else.',
    'Choose one that finds the iris as the finder, and one that enlarges as the enhancer.',
  ),
  ownModelMissing: model(
    'The model that was chosen is no longer there, or was changed since it was added.',
    'Add it again, or choose another model.',
  ),
  downloadRefused: model(
    'What was downloaded is not the file we expected, so we did not keep it.',
    'Try again later, or add the file by hand if you trust it.',
  ),
  photoCrashesWorker: input(
    'This photo could not be processed: the studio had to stop twice while working on it.',
    'Export the photo again as a JPEG or PNG and try that copy.',
  ),
  workerStopped: transient('The studio was interrupted while working on this photo.', 'Try again.'),
  workerHung: transient('The studio got stuck on this photo.', 'Try again.'),
  memoryShort: transient(
    'There was not enough memory for this photo.',
    'Close other programs and try again, or choose a smaller size.',
  ),
  enhancementFailed: transient('Something went wrong while enhancing this photo.', 'Try again.'),
  resultNotVerified: transient(
    'The finished picture did not pass our check, so we did not keep it.',
    'Try again. If it happens again, choose a smaller size.',
  ),
  downloadInterrupted: transient(
    'The download was interrupted.',
    'Try again: it goes on from where it stopped.',
  ),
  diskFull: storage(
    'The disk is full.',
    'Free some space, then try again. Everything finished so far is safe.',
    'freeSpace',
  ),
  folderReadOnly: storage(
    'The studio may not write into this folder.',
    'Choose another folder, or change its permissions.',
    'chooseAnotherFolder',
  ),
  folderUnusable: storage(
    'There is no folder at this place.',
    'Choose another folder: a file may have the same name.',
    'chooseAnotherFolder',
  ),
  libraryTooNew: storage(
    'This library was made by a newer IrisVue Studio.',
    'Update the studio, or choose another data folder.',
    'chooseAnotherFolder',
  ),
  libraryInUse: storage(
    'Another IrisVue Studio is using this library.',
    'Close the other one first, or choose another data folder.',
    'chooseAnotherFolder',
  ),
  libraryDamaged: storage(
    'The library was damaged. It was set aside, and everything that could be saved was taken up again.',
    'Check that your latest photos are there, and add any that are missing.',
    'none',
  ),
  storageFailed: storage(
    'The disk did not accept the picture.',
    'Check that the disk is connected and has space, then try again.',
    'freeSpace',
  ),
  pairingClosed: pairing(
    'This code is no longer valid.',
    'Choose “Pair a phone” in the studio again, and scan the new code.',
  ),
  pairingWrongCode: pairing('This code is not the one that the studio shows.', 'Check the six digits.'),
  pairingDenied: pairing(
    'The studio did not let this phone in.',
    'Ask whoever sits at the studio, then pair again.',
  ),
  tooManyTries: pairing('There were too many tries.', 'Wait a minute, then try again.', 'retry'),
  phoneUnknown: pairing('The studio does not know this phone any more.', 'Pair it again.'),
  connectionUnsafe: pairing(
    'The studio could not prove that it is the one you paired with.',
    'Check that you are on the right Wi-Fi. If it stays like this, pair again.',
  ),
  connectionLost: transient(
    'The studio cannot be reached at the moment.',
    'Keep this page open: it goes on by itself once the studio is back.',
  ),
  uploadDamaged: transient('This photo did not arrive whole.', 'Send it again.'),
  uploadUnknown: transient('The studio no longer waits for this photo.', 'Send it again.'),
  uploadTooLarge: input(
    'This photo is larger than the studio takes from a phone.',
    'Send a file of at most 200 MB.',
  ),
  tooManyUploads: transient(
    'Too many photos of this phone are on their way.',
    'Let some of them arrive first, then send the others.',
  ),
  studioFull: storage(
    'The disk of the studio is almost full.',
    'Free some space on its computer. Your photos stay on this phone until then.',
    'freeSpace',
  ),
  networkMissing: internal(
    'This computer is in no network that a phone could reach.',
    'Connect it to the Wi-Fi that the phone uses, then pair again.',
    'retry',
  ),
  listenerRefused: internal(
    'The studio was not allowed to listen for phones.',
    'Check the firewall, then pair again.',
    'retry',
  ),
  pushUnavailable: internal(
    'Notifications to a locked phone are not set up in this studio.',
    'Leave the page open, or turn them on in the studio’s settings.',
    'none',
  ),
  modelChanged: internal(
    'A part of the studio was changed or damaged on disk.',
    'Install IrisVue Studio again.',
    'reinstall',
  ),
  modelMissing: internal('A part of the studio is missing.', 'Install IrisVue Studio again.', 'reinstall'),
  engineUnavailable: internal(
    'The studio could not start its engine on this machine.',
    'Start the studio again. If it stays like this, install it again.',
    'reinstall',
  ),
  cancelled: internal('You stopped this photo.', 'Process it again whenever you like.', 'retry'),
  unexpected: internal(
    'Something unexpected happened with this photo.',
    'Try again. If it happens again, start the studio again, or choose another photo.',
    'retry',
  ),
} as const satisfies Record<string, FailureDescription>;

export type FailureCode = keyof typeof failures;
export const failureCodes = Object.keys(failures) as [FailureCode, ...FailureCode[]];

/**
 * What exactly is wrong with a model's description, for whoever wrote it: the only detail that is ever shown, because
 * without it they would have to guess. Null for every other failure.
 */
export function descriptionReason(failure: StudioFailure): string | null {
  const { code, details } = failure;
  const describes = code === 'modelDescriptionWrong' || code === 'modelFindsNothing';
  return describes && typeof details.reason === 'string' ? details.reason.slice(0, 500) : null;
}

/** The one error class of the product: a code from the table, plus what only the log should see. */
export class StudioFailure extends Error {
  override readonly name = 'StudioFailure';
  readonly code: FailureCode;
  /** For the log only: figures, names, provider messages. Never shown. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: FailureCode, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(failures[code].message, options);
    this.code = code;
    this.details = details;
  }
}
