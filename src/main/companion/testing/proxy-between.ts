/** Stands on the wire between phones and the studio; whoever puts it there passes the bytes on as they like. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface ProxyBetween {
  /** Where phones find it. */
  readonly origin: string;
  close(): void;
}

/** @param join passes on between the two ends of each new connection; one end takes the other with it when it goes */
export async function proxyBetween(
  port: number,
  join: (phone: Socket, studio: Socket) => void,
): Promise<ProxyBetween> {
  const sockets = new Set<Socket>();
  const server = createServer((phone) => {
    const studio = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [phone, studio],
      [studio, phone],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => other.destroy());
    }
    join(phone, studio);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
