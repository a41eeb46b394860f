import { openCarrier } from '../../transport/sealed/open-carrier.ts';
import { mount } from './mount.tsx';
import { lockLeases, ownTab, storedLeases } from './outbox/lease.ts';
import { memoryOutbox } from './outbox/outbox.ts';
import { openPhoneMemory } from './outbox/phone-memory.ts';
import { storedOutbox } from './outbox/stored-outbox.ts';
import { takeInvitation } from './port/invitation.ts';
import { pairingMemory } from './port/pairing-memory.ts';
import { thisPhone } from './port/platform.ts';
import { SealedPort } from './port/sealed-port.ts';
import { takeTabId } from './port/tab-id.ts';
import { fetchPicture } from './state/fetch-picture.ts';
import { PictureCache } from './state/picture-cache.ts';
import { openTabChannel } from './state/tab-channel.ts';
import { pageTeller } from './state/teller.ts';
import { browserTelling } from './told/browser-telling.ts';
import { Telling } from './told/telling.ts';

// Before anything else: the secret does not stay in the address.
const invitation = takeInvitation(window.location, window.history);
const sending = 'irisvue-outbox';

async function open(): Promise<void> {
  const memory = await openPhoneMemory();
  let telling: Telling | null = null;
  const port = new SealedPort({
    openCarrier: () => openCarrier(window.location.origin),
    memory: pairingMemory(memory),
    phone: thisPhone(),
    rung: () => telling?.rung() ?? 'page',
  });
  telling = new Telling(port, browserTelling());
  const locks = window.isSecureContext ? navigator.locks : undefined;
  const leases =
    locks !== undefined
      ? lockLeases(locks, sending)
      : memory === null
        ? ownTab
        : storedLeases(memory, sending, takeTabId(window.sessionStorage, window), Date.now);
  mount(
    {
      port,
      outbox: memory === null ? memoryOutbox() : storedOutbox(memory),
      leases,
      pictures: new PictureCache((name, onShare) => fetchPicture(port.api, name, onShare), memory, Date.now),
      teller: pageTeller(),
      telling,
      tabs: openTabChannel(),
      invitation,
      now: Date.now,
    },
    document.getElementById('root') as HTMLElement,
  );
}

void open();
