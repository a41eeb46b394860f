/** The certificate for whoever asks, in the forms that phones take, and how to get rid of it. Nothing here is secret. */
import type { ServerResponse } from 'node:http';
import type { CompanionRoutes } from '../ports.ts';
import { configurationProfile } from './configuration-profile.ts';
import { removalPage, removalPagePolicy } from './removal-page.ts';
import { authorityPath, type StudioCertificates } from './studio-certificates.ts';

export const removalPath = '/remove-certificate';

const certificateType = 'application/x-x509-ca-cert';
const profileType = 'application/x-apple-aspen-config';

/** An iPad asks for pages as a Mac does; its certificate then comes plain, which works as well. */
const isApplePhone = (userAgent: string | undefined) => /iPhone|iPad|iPod/.test(userAgent ?? '');

export function certificateRoutes(
  certificates: Pick<StudioCertificates, 'name' | 'root' | 'fetchedFrom'>,
): CompanionRoutes {
  return {
    async answer({ method, path, request }, response) {
      const form =
        path === authorityPath
          ? isApplePhone(request.headers['user-agent'])
            ? 'mobileconfig'
            : 'crt'
          : path === `${authorityPath}.crt`
            ? 'crt'
            : path === `${authorityPath}.mobileconfig`
              ? 'mobileconfig'
              : null;
      const { name } = certificates;
      if (form !== null) {
        const isProfile = form === 'mobileconfig';
        const body = isProfile ? configurationProfile(name, certificates.root) : certificates.root;
        if (method === 'GET') certificates.fetchedFrom(request.socket.remoteAddress ?? '');
        send(response, method, Buffer.from(body), {
          'content-type': isProfile ? profileType : certificateType,
          'content-disposition': `attachment; filename="irisvue-studio.${form}"`,
        });
        return true;
      }
      if (path === removalPath) {
        send(response, method, Buffer.from(removalPage(name)), {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': removalPagePolicy,
        });
        return true;
      }
      return false;
    },
  };
}

function send(
  response: ServerResponse,
  method: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(200, {
    ...headers,
    'content-length': body.byteLength,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(method === 'HEAD' ? undefined : body);
}
