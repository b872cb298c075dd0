import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

/** Serves the page and a project's files, and nothing else. Takes both folders and a port (0 for any free one). */
const [page = '', project = '', port = '0'] = process.argv.slice(2);
const pages = sirv(page, { etag: true });
const files = sirv(project, { dev: true });
const server = createServer((request, response) => {
  const missing = (): void => {
    response.writeHead(404).end();
  };
  if (request.url?.startsWith('/project/') === true) {
    request.url = request.url.slice('/project'.length);
    files(request, response, missing);
  } else pages(request, response, missing);
});
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`http://localhost:${String((server.address() as AddressInfo).port)}/\n`);
});
