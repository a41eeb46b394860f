/** A studio that is served to a browser, and what whoever has its link, or has not, may send there. */
import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import { browserHost } from '../../../../contracts/browser-host.ts';
import { openTestStudio, type TestStudio } from '../../../window/testing/test-studio.ts';
import { type StudioServer, startStudioServer } from '../studio-server.ts';

/** In bytes, of one photo. */
export const largestUpload = 100_000;

/** For the tests of the `describe` that calls it: opened before each, closed after each. */
export function servedStudio(): ServedStudio {
  const here = new ServedStudio();
  beforeEach(() => here.open());
  afterEach(() => here.close());
  return here;
}

interface AskOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export class ServedStudio {
  studio!: TestStudio;
  link!: URL;
  #server!: StudioServer;

  async open(): Promise<void> {
    this.studio = await openTestStudio();
    const windowDirectory = join(this.studio.folder, 'window');
    await mkdir(join(windowDirectory, 'assets'), { recursive: true });
    await writeFile(join(windowDirectory, 'index.html'), '<!doctype html>');
    await writeFile(join(windowDirectory, 'assets/main-1234.js'), 'export {}');
    await writeFile(join(windowDirectory, 'assets/main-1234.js.map'), '{}');
    await writeFile(join(this.studio.folder, 'secret.js'), 'secret');
    this.#server = await startStudioServer({
      host: this.studio.host,
      windowDirectory,
      port: 0,
      largestUpload,
    });
    this.link = new URL(this.#server.link);
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.studio.close();
  }

  /** The whole path of what lies behind the link. */
  at(path: string): string {
    return this.link.pathname + path;
  }

  /** Sends the path as it is: `fetch` would tidy it up first. */
  ask(path: string, { method = 'GET', headers = {}, body }: AskOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          host: this.link.hostname,
          port: this.link.port,
          path,
          method,
          headers: { ...(method === 'POST' && { origin: this.link.origin }), ...headers },
          agent: false,
        },
        async (response) => {
          let text = '';
          for await (const piece of response.setEncoding('utf8')) text += piece;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: text,
          });
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  }

  upload(body: string, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.ask(this.at(browserHost.import), {
      method: 'POST',
      body,
      headers: { [browserHost.nameHeader]: encodeURIComponent('Auge ü.jpg'), ...headers },
    });
  }

  openSocket(
    path = this.at(browserHost.socket),
    headers: Record<string, string> = { origin: this.link.origin },
  ): WebSocket {
    return new WebSocket(`ws://${this.link.host}${path}`, { headers });
  }
}
