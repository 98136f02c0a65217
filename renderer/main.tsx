import { openPort } from './client/openPort.ts';
import { mount } from './mount.tsx';

mount(openPort);
