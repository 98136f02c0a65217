/** The three IPC channels between a page and the service; main and preload name them alike. */
export const channels = {
  /** A page has begun: whatever an earlier page in the same window had open is over. */
  open: 'tandem:open',
  toService: 'tandem:toService',
  toClient: 'tandem:toClient',
} as const;
