import { connectToBrowserHost } from './host/browser-host.ts';
import { mount } from './mount.tsx';

mount(connectToBrowserHost(), document.getElementById('root') as HTMLElement);
