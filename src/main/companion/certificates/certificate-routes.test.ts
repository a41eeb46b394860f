import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { certificateRoutes } from './certificate-routes.ts';
import { issueAuthority } from './issue.ts';

it('serves the root to whoever asks, in the form of the phone, and says who has fetched it', async () => {
  const issued = await issueAuthority('IrisVue <Studio> & 3f2a', ['irisvue-3f2a.local'], Date.now());
  const root = new Uint8Array(new X509Certificate(issued.root).raw);
  const fetchers: string[] = [];
  const routes = certificateRoutes({
    name: 'IrisVue <Studio> & 3f2a',
    root,
    fetchedFrom: (address) => fetchers.push(address),
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://studio');
    const method = request.method as 'GET' | 'HEAD';
    void routes
      .answer({ method, path: url.pathname, query: url.searchParams, secure: false, request }, response)
      .then((answered) => {
        if (!answered) response.writeHead(404).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const get = (path: string, agent = 'Android', method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { 'user-agent': agent } });
  try {
    const plain = await get('/authority');
    expect(plain.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    expect(new Uint8Array(await plain.arrayBuffer())).toEqual(root);

    const profile = await get('/authority', 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)');
    expect(profile.headers.get('content-type')).toBe('application/x-apple-aspen-config');
    const text = await profile.text();
    expect(text).toContain(`<data>${Buffer.from(root).toString('base64')}</data>`);
    expect(text).toContain('IrisVue &lt;Studio&gt; &amp; 3f2a');
    expect(text).toMatch(/<string>[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-A[0-9A-F]{3}-[0-9A-F]{12}<\/string>/);
    expect(await (await get('/authority.mobileconfig')).text()).toBe(text);

    expect(fetchers).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
    const head = await get('/authority.crt', 'Android', 'HEAD');
    expect(head.headers.get('content-length')).toBe(String(root.byteLength));
    expect(fetchers).toHaveLength(3);

    const removal = await get('/remove-certificate');
    expect(removal.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await removal.text()).toContain('<strong>IrisVue &lt;Studio&gt; &amp; 3f2a</strong>');
    expect((await get('/authority.key')).status).toBe(404);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
