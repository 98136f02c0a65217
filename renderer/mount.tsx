import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import type { OpenPort } from './client/openPort.ts';
import { connect } from './state/connection.ts';
import { followTopics } from './state/tandem.ts';
import './styles/app.css';

/** Connects and shows the app. The harness of the tests mounts the same app over a port in memory. */
export function mount(openPort: OpenPort): void {
  const place = document.getElementById('root');
  if (!place) throw new Error('The page has no place for the app.');
  followTopics();
  connect(openPort);
  createRoot(place).render(<App />);
}
