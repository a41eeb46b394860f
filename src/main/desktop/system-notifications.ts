import { Notification } from 'electron';

export interface SystemNotification {
  readonly title: string;
  readonly body: string;
  readonly icon: string;
  readonly onClick: () => void;
}

/** Those that still stand somewhere: one that nothing holds is collected, and its click is lost. */
const standing = new Set<Notification>();
/** A notification centre may keep them for days. */
const mostStanding = 50;

export function notify({ title, body, icon, onClick }: SystemNotification): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body, icon });
  standing.add(notification);
  for (const oldest of [...standing].slice(0, -mostStanding)) standing.delete(oldest);
  notification.on('click', () => {
    standing.delete(notification);
    onClick();
  });
  notification.on('close', () => standing.delete(notification));
  notification.on('failed', () => standing.delete(notification));
  notification.show();
}
