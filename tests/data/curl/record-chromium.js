// SPDX-License-Identifier: GPL-3.0-or-later
// Records what Chromium's developer tools copy as cURL for the requests of requests.js: the page makes them, the
// tools watch them, and their own code writes the commands. Prints JSON.
// Usage: node --experimental-websocket record-chromium.js [CHROMIUM] >chromium.json
'use strict';
const { spawn } = require ('child_process');
const fs = require ('fs');
const http = require ('http');
const os = require ('os');
const path = require ('path');
const requests = require ('./requests.js');

function serve () {
  const server = http.createServer ((request, answer) => {
    request.resume ().on ('end', () => {
      answer.setHeader ('Content-Type', request.url === '/page' ? 'text/html' : 'text/plain');
      answer.end (request.url === '/page' ? '<!doctype html><title>Page</title><body>' : 'ok');
    });
  });
  return new Promise ((done) => server.listen (0, '127.0.0.1', () => done (server)));
}

async function start (program, profile) {
  const child = spawn (program, ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0',
    '--remote-allow-origins=*', `--user-data-dir=${profile}`, 'about:blank'], { stdio: 'ignore' });
  const file = path.join (profile, 'DevToolsActivePort');
  while (!fs.existsSync (file) || !fs.readFileSync (file, 'utf8').includes ('\n'))
    await new Promise ((done) => setTimeout (done, 100));
  return [child, fs.readFileSync (file, 'utf8').split ('\n')];
}

class Connection {
  constructor (url) {
    this.socket = new WebSocket (url);
    this.waiting = new Map ();
    this.socket.onmessage = ({ data }) => {
      const message = JSON.parse (data);
      if (message.id) this.waiting.get (message.id) (message);
    };
    this.opened = new Promise ((done, fail) => { this.socket.onopen = done; this.socket.onerror = fail; });
  }

  async call (method, parameters = {}, sessionId = undefined) {
    await this.opened;
    const id = this.waiting.size + 1;
    const answer = new Promise ((done) => this.waiting.set (id, done));
    this.socket.send (JSON.stringify ({ id, method, params: parameters, sessionId }));
    const { result, error } = await answer;
    if (error) throw new Error (`${method}: ${error.message}`);
    return result;
  }

  async open (url) {
    const { targetId } = await this.call ('Target.createTarget', { url });
    const { sessionId } = await this.call ('Target.attachToTarget', { targetId, flatten: true });
    return { targetId, sessionId };
  }

  async run (sessionId, expression) {
    const { result, exceptionDetails } = await this.call ('Runtime.evaluate',
      { expression: `(async () => { ${expression} }) ()`, awaitPromise: true, returnByValue: true }, sessionId);
    if (exceptionDetails) throw new Error (exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  }
}

const COPY = `
  const { NetworkLog } = await import ('./models/logs/logs.js');
  const { NetworkLogView } = await import ('./panels/network/network.js');
  const found = NetworkLog.NetworkLog.instance ().requests ();
  const request = found[found.length - 1];
  const copy = (platform) => NetworkLogView.NetworkLogView.generateCurlCommand (request, platform);
  return { url: request.url (), unix: await copy ('unix'), win: await copy ('win') };`;

async function main () {
  const server = await serve ();
  const base = `http://127.0.0.1:${server.address ().port}`;
  const profile = fs.mkdtempSync (path.join (os.tmpdir (), 'record-chromium-'));
  const [child, [port, place]] = await start (process.argv[2] || 'chromium', profile);
  const connection = new Connection (`ws://127.0.0.1:${port}${place}`);
  const { product } = await connection.call ('Browser.getVersion');
  const page = await connection.open (`${base}/page`);
  const tools = await connection.open (
    `devtools://devtools/bundled/devtools_app.html?ws=127.0.0.1:${port}/devtools/page/${page.targetId}&panel=network`);
  await new Promise ((done) => setTimeout (done, 4000));
  const commands = [];
  for (const [title, script] of requests) {
    await connection.run (page.sessionId, script);
    await new Promise ((done) => setTimeout (done, 300));
    const { unix, win } = await connection.run (tools.sessionId, COPY);
    commands.push ({ title, form: 'bash', text: unix.replaceAll (base, 'BASE') });
    commands.push ({ title, form: 'cmd', text: win.replaceAll (base, 'BASE') });
  }
  console.log (JSON.stringify ({ browser: product, recorded: new Date ().toISOString ().slice (0, 10), commands }, null, 1));
  child.on ('exit', () => { fs.rmSync (profile, { recursive: true, force: true }); process.exit (0); });
  connection.call ('Browser.close').catch (() => {});
}

main ().catch ((error) => { console.error (error); process.exit (1); });
