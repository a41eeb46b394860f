import { describe, expect, it } from 'vitest';
import { messageOf, pathWithin } from './message.ts';

const scope = 'https://192.168.1.20:47114/';
const result = `${scope}#/result/${'a'.repeat(64)}`;

describe('a push', () => {
  it('shows the words that the studio sent', () => {
    const notification = {
      title: 'Your iris is ready',
      body: 'Tap to see it.',
      tag: 'batch-3',
      navigate: result,
      lang: 'en',
    };
    const text = `${JSON.stringify({ web_push: 8030, notification })}     `;
    expect(messageOf(text, scope)).toEqual({
      title: notification.title,
      body: notification.body,
      tag: 'batch-3',
      navigate: result,
    });
  });

  it.each(['', 'nonsense', '{"web_push":8030}', '{"notification":{"title":"x"}}'])(
    'shows something for %j as well',
    (text) => expect(messageOf(text, scope).title).toBe('News from your studio'),
  );
});

describe('a tap', () => {
  it('leads to the result', () => expect(pathWithin(scope, result)).toBe(`#/result/${'a'.repeat(64)}`));

  it('leads to a picture that was sent', () => {
    const path = '#/picture/0b0e3f5c-6a51-4d0a-9a0e-1c2d3e4f5a6b';
    expect(pathWithin(scope, `${scope}${path}`)).toBe(path);
  });

  it.each([
    'https://elsewhere.example/#/result/1',
    'javascript:alert(1)',
    `${scope}#<script>`,
    undefined,
    7,
    'http://[',
  ])('leads nowhere else: %j', (navigate) => expect(pathWithin(scope, navigate)).toBe('#/'));
});
