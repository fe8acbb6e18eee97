import type { WebSocket } from 'ws';

export interface PeerOptions {
  /** A ping goes out this often; whoever has not answered by the next is gone. */
  readonly pingMs: number;
  /** Bytes that may wait for the peer to read them. */
  readonly bufferBytes: number;
  /** How long a peer may take to answer our close before the connection is cut. */
  readonly closeGraceMs: number;
}

export const closeCodes = {
  goingAway: 1001,
  tooSlow: 1013,
  internal: 4500,
  forbidden: 4403,
  tooMany: 4429,
} as const;

/** One end of a WebSocket: sends with a bound on what waits, closes for sure, notices the dead. */
export interface Peer {
  /** Resolves when the message has left this process, so that a producer waits for its reader. */
  send(message: string): Promise<void>;
  close(code: number, reason: string): void;
}

export function createPeer(socket: WebSocket, options: PeerOptions): Peer {
  let answered = true;
  const beat = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, options.pingMs);
  socket.on('pong', () => (answered = true));
  let cut: NodeJS.Timeout | undefined;
  socket.once('close', () => {
    clearInterval(beat);
    clearTimeout(cut);
  });

  const close = (code: number, reason: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.close(code, reason);
    cut = setTimeout(() => socket.terminate(), options.closeGraceMs);
  };
  return {
    close,
    send(message) {
      if (socket.readyState !== socket.OPEN) return Promise.resolve();
      if (socket.bufferedAmount > options.bufferBytes) {
        close(closeCodes.tooSlow, 'Too much is waiting to be read');
        return Promise.resolve();
      }
      return new Promise((resolve) => socket.send(message, () => resolve()));
    },
  };
}
