import { findHost } from './host/find-host.ts';
import { mount } from './mount.tsx';

mount(findHost(), document.getElementById('root') as HTMLElement);
