import type { GalleryCounts, GalleryFilter, QueueView } from '../../../contracts/gallery.ts';
import type { ArrivingCapture, PhonesView } from '../../../contracts/phones.ts';
import type { Hello, ImportReport, StudioSettings } from '../../../contracts/studio-api.ts';
import type { ImportProgress } from '../host/host-port.ts';
import type { Order } from './order.ts';
import { nothingSelected, type Selection } from './selection.ts';
import type { View } from './view.ts';

export interface Notice {
  id: number;
  tone: 'plain' | 'failure' | 'done';
  title: string;
  body?: string;
  /** Leads to this photo when clicked. */
  photoId?: string;
  action?: { label: string; run: () => void };
  /** Stays until it is closed. */
  sticky?: boolean;
}

export interface StudioState {
  /**
   * `unreachable`: the first contact failed; `lost`: it was there and is being called again; `moved`: it was started
   * again, and this window's link leads nowhere any more.
   */
  connection: 'connecting' | 'connected' | 'lost' | 'moved' | 'unreachable';
  about: Pick<Hello, 'product' | 'version' | 'platform'> | null;
  settings: StudioSettings | null;
  counts: GalleryCounts;
  queue: QueueView;
  filter: GalleryFilter;
  search: string;
  order: Order;
  /** The filter's first page has arrived. */
  orderKnown: boolean;
  selection: Selection;
  view: View;
  queueOpen: boolean;
  infoOpen: boolean;
  importing: ImportProgress | null;
  /** The last import's report while there is something in it to tell. */
  importReport: ImportReport | null;
  notices: readonly Notice[];
  /** Photos whose deletion waits for a yes. */
  deletion: readonly string[] | null;
  /** How to take a better photo, shown over whatever is open. */
  captureGuide: boolean;
  /** Null until it was read. */
  phones: PhonesView | null;
  /** What is on its way from phones. */
  arriving: readonly ArrivingCapture[];
  /** The dialog that lets a phone in is open. */
  pairingOpen: boolean;
  /** Counted up when the photo that is open changed, so that its detail is read again. */
  detailRevision: number;
}

export const initialState: StudioState = {
  connection: 'connecting',
  about: null,
  settings: null,
  counts: { all: 0, new: 0, working: 0, done: 0, review: 0, failed: 0 },
  queue: { paused: false, entries: [], waiting: 0, share: null, remainingMs: null },
  filter: 'all',
  search: '',
  order: [],
  orderKnown: false,
  selection: nothingSelected,
  view: { kind: 'library' },
  queueOpen: false,
  infoOpen: false,
  importing: null,
  importReport: null,
  notices: [],
  deletion: null,
  captureGuide: false,
  phones: null,
  arriving: [],
  pairingOpen: false,
  detailRevision: 0,
};
