import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ensureJars } from '../../../src/maven/fetch/ensure-jars.js';
import { jarProject, type JarProject } from '../support/jar-project.js';
import {
  dropAfter,
  htmlPage,
  ignoreRange,
  inTurn,
  longBody,
  otherContent,
  redirect,
  shortBody,
  silence,
  startMavenServer,
  status,
  tellTheTruth,
  trickle,
  type Answer,
} from '../support/maven-server.js';

const SIZE = 30_000;

/** Fetches one jar from a server that answers like this; what was asked for, and what the cache holds then. */
async function fetchFrom(answer: Answer, project?: JarProject) {
  const { files, settings, context, cached, jars } = project ?? (await jarProject([SIZE]));
  const server = await startMavenServer(files, answer);
  const outcome = await ensureJars(settings([server.url]), context).then(
    ({ classPath }) => ({ classPath, error: undefined }),
    (error: unknown) => ({ classPath: undefined, error }),
  );
  const cache = await cached();
  const path = jars[0]?.path ?? '';
  return { ...outcome, server, cache, final: cache.get(path), content: files.get(path) };
}

describe('a server that does wrong and comes round', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'is asked for the rest after it drops the connection at %i tenths',
    async (tenths) => {
      const at = (SIZE / 10) * tenths;
      const { server, final, content } = await fetchFrom(inTurn(dropAfter(at)));
      expect(final).toEqual(content);
      expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${at}-`]);
    },
  );

  it('is asked for each tenth if it sends no more at a time', async () => {
    const { server, final, content } = await fetchFrom(dropAfter(SIZE / 10));
    expect(final).toEqual(content);
    const starts = Array.from({ length: 9 }, (_, index) => `bytes=${(SIZE / 10) * (index + 1)}-`);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, ...starts]);
  });

  it('is given the time that Retry-After asks for', async () => {
    const begun = performance.now();
    const { final, content, server } = await fetchFrom(inTurn(status(429, { 'retry-after': '1' })));
    expect(final).toEqual(content);
    expect(server.requests).toHaveLength(2);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1000);
  });

  it('is tried again after 500s', async () => {
    const { final, content, server } = await fetchFrom(inTurn(status(500), status(503)));
    expect(final).toEqual(content);
    expect(server.requests).toHaveLength(3);
  });

  it('is tried again after a short body that ends in good order', async () => {
    const { final, content, server } = await fetchFrom(inTurn(shortBody));
    expect(final).toEqual(content);
    expect(server.requests[1]?.range).toBe(`bytes=${SIZE / 2}-`);
  });

  it('may ignore Range and send the whole file again', async () => {
    const { final, content } = await fetchFrom(inTurn(dropAfter(SIZE / 2), ignoreRange));
    expect(final).toEqual(content);
  });

  it('may refuse a range and is asked for the whole file then', async () => {
    const { final, content, server } = await fetchFrom(inTurn(dropAfter(SIZE / 2), status(416)));
    expect(final).toEqual(content);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${SIZE / 2}-`, undefined]);
  });

  it('may send another range than was asked for and is asked for the whole file then', async () => {
    const otherRange: Answer = ({ response, content }) => {
      response.writeHead(206, { 'content-range': `bytes 0-99/${SIZE}` });
      response.end(content.subarray(0, 100));
    };
    const { final, content, server } = await fetchFrom(inTurn(dropAfter(SIZE / 2), otherRange));
    expect(final).toEqual(content);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${SIZE / 2}-`, undefined]);
  });

  it('is tried again when it says nothing at first', async () => {
    const { final, content } = await fetchFrom(inTurn(silence));
    expect(final).toEqual(content);
  });

  it('is left for a new connection while it trickles, and goes on where it was', async () => {
    const { final, content, server } = await fetchFrom(inTurn(trickle(100, 20)));
    expect(final).toEqual(content);
    expect(Number(/\d+/.exec(server.requests[1]?.range ?? '')?.[0])).toBeGreaterThan(0);
  });

  it('may send the jar elsewhere', async () => {
    const project = await jarProject([SIZE]);
    const elsewhere = await startMavenServer(project.files);
    const { final, content } = await fetchFrom(
      redirect(`${elsewhere.url}/${project.jars[0]?.path ?? ''}`),
      project,
    );
    expect(final).toEqual(content);
    expect(elsewhere.requests).toHaveLength(1);
  });

  it('is trusted no longer than its first piece: a wrong one is fetched again as a whole', async () => {
    const wrongHalf: Answer = ({ response, content }) => {
      response.setHeader('content-length', content.length);
      response.write(Buffer.alloc(SIZE / 2, 'x'), () => setImmediate(() => response.destroy()));
    };
    const { final, content, server } = await fetchFrom(inTurn(wrongHalf));
    expect(final).toEqual(content);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${SIZE / 2}-`, undefined]);
  });
});

describe('a server that does wrong for good', () => {
  const cases: [what: string, answer: Answer, code: string, reason: RegExp][] = [
    ['sends another file', otherContent, 'JAR_CORRUPT', /sha256 [0-9a-f]{64}, expected [0-9a-f]{64}/],
    [
      'sends too little',
      shortBodyForGood(),
      'JARS_UNAVAILABLE',
      /ended after \d+ of 30000 bytes \(3 tries\)/,
    ],
    ['sends too much', longBody, 'JAR_CORRUPT', /sends more than the 30000 bytes/],
    ['announces another length', announceLonger(), 'JAR_CORRUPT', /offers 31000 bytes, expected 30000/],
    ['sends an HTML page', htmlPage, 'JAR_CORRUPT', /an HTML page instead of a jar/],
    ['has no such file', status(404), 'JARS_UNAVAILABLE', /404: it has no such file/],
    ['wants credentials', status(401), 'JARS_UNAVAILABLE', /401: it needs other credentials/],
    ['says 500', status(500), 'JARS_UNAVAILABLE', /answered 500 \(3 tries\)/],
    ['says 429', status(429), 'JARS_UNAVAILABLE', /429: too many requests \(3 tries\)/],
    [
      'asks to wait for an hour',
      status(429, { 'retry-after': '3600' }),
      'JARS_UNAVAILABLE',
      /asks to wait 3600 s/,
    ],
    ['says nothing', silence, 'JARS_UNAVAILABLE', /no answer in time \(3 tries\)/],
    ['drops every connection at once', dropAfter(0), 'JARS_UNAVAILABLE', /closed midway \(3 tries\)/],
    ['sends a byte a time', trickle(1, 20), 'JARS_UNAVAILABLE', /less than 20000 bytes a second \(3 tries\)/],
    ['says 404 for ever', endlessPage(), 'JARS_UNAVAILABLE', /404: it has no such file/],
    ['redirects to itself', redirectToItself(), 'JARS_UNAVAILABLE', /redirects in a loop/],
    ['redirects on and on', redirectOn(), 'JARS_UNAVAILABLE', /302: redirected too often/],
  ];

  it.each(cases)('%s: an error says so, and no jar has its final name', async (_, answer, code, reason) => {
    const { error, final, server } = await fetchFrom(answer);
    expect(error).toMatchObject({ code, exitCode: 4, details: expect.stringMatching(reason) as string });
    expect(error).toMatchObject({ details: expect.stringContaining(server.url) as string });
    expect(error).toMatchObject({ hint: expect.stringContaining('--maven-repo') as string });
    expect(final).toBeUndefined();
  });

  it('does not stop a second repository from being asked', async () => {
    const { files, settings, context, cached } = await jarProject([SIZE, SIZE, SIZE]);
    const bad = await startMavenServer(files, otherContent);
    const good = await startMavenServer(files);
    await ensureJars(settings([bad.url, good.url]), context);
    expect(await cached()).toEqual(files);
    expect(good.requests).toHaveLength(3);
  });

  it('is not waited for with every jar when there is another and it cannot be reached', async () => {
    const { files, settings, context, cached } = await jarProject([SIZE, SIZE, SIZE, SIZE]);
    const good = await startMavenServer(files);
    const lines: string[] = [];
    const reporter = { ...context.reporter, debug: (line: string) => void lines.push(line) };
    await ensureJars(settings(['http://127.0.0.1:9/maven2', good.url], { jobs: 1 }), {
      ...context,
      reporter,
    });
    expect(await cached()).toEqual(files);
    expect(lines.filter((line) => line.includes('refused'))).toHaveLength(2);
  });

  it('leaves nothing of what it sent', async () => {
    const project = await jarProject([SIZE]);
    const { error } = await fetchFrom(dropAfterAndFail(), project);
    expect(error).toMatchObject({ code: 'JARS_UNAVAILABLE' });
    expect(await project.cached()).toEqual(new Map());
  });
});

/** Half of what is left at first, then nothing more: no progress that would count. */
function shortBodyForGood(): Answer {
  return (exchange) => {
    if (exchange.count === 1) return shortBody(exchange);
    exchange.response.writeHead(206, { 'content-range': `bytes ${SIZE / 2}-${SIZE - 1}/${SIZE}` });
    exchange.response.end();
  };
}

function announceLonger(): Answer {
  return ({ response }) => {
    response.setHeader('content-length', SIZE + 1000);
    response.end(Buffer.alloc(SIZE + 1000));
  };
}

function endlessPage(): Answer {
  return async ({ response }) => {
    response.writeHead(404);
    while (!response.destroyed) {
      response.write('no ');
      await wait(20);
    }
  };
}

function redirectToItself(): Answer {
  return (exchange) => redirect(exchange.request.url ?? '')(exchange);
}

function redirectOn(): Answer {
  let hop = 0;
  return ({ request, response }) => {
    response.writeHead(302, { location: `${request.url?.split('?')[0] ?? ''}?hop=${hop++}` });
    response.end();
  };
}

function dropAfterAndFail(): Answer {
  return inTurn(dropAfter(SIZE / 2), status(404), tellTheTruth);
}
