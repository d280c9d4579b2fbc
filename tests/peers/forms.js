// SPDX-License-Identifier: GPL-3.0-or-later
// A form server made of koa and koa-body: answers with what it parsed, as JSON. Prints its port as the first
// line and serves until its standard input ends. Usage: node forms.js FOLDER PICTURE.png
//
// | any POST, PUT, PATCH | what came: fields, files and parts in their order, or the body and its digest
// | POST /login          | user=me&password=secret: 302 to /me.png with a cookie; anything else 403
// | GET /me.png          | the picture with that cookie, 401 and JSON without
// | GET /form            | a multipart/form-data answer made by form-data: two fields "a", a picture "qr"
// | GET /count           | how many requests there were for /me.png
'use strict';
const crypto = require ('crypto');
const fs = require ('fs');
const FormData = require ('form-data');
const Koa = require ('koa');
const { koaBody } = require ('koa-body');

const [folder, picture] = process.argv.slice (2);
const app = new Koa ();
const sha256 = (bytes) => crypto.createHash ('sha256').update (bytes).digest ('hex');
let pictures = 0;

async function read (stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push (piece);
  return Buffer.concat (pieces);
}

function describeFile (field, file) {
  const bytes = fs.readFileSync (file.filepath);
  fs.unlinkSync (file.filepath);
  return {
    field, name: file.originalFilename, type: file.mimetype, size: file.size, sha256: sha256 (bytes),
  };
}

function describeFiles (files) {
  return Object.entries (files || {}).flatMap (([field, list]) =>
    [list].flat ().map ((file) => describeFile (field, file)));
}

async function report (ctx) {
  const answer = {
    method: ctx.method, path: ctx.url, type: ctx.get ('Content-Type'),
    length: ctx.get ('Content-Length'), transfer: ctx.get ('Transfer-Encoding'),
  };
  if (ctx.request.body === undefined) {
    const bytes = await read (ctx.req);
    answer.raw = { size: bytes.length, sha256: sha256 (bytes) };
  } else {
    answer.body = ctx.request.body;
    answer.files = describeFiles (ctx.request.files);
    answer.parts = ctx.state.parts;
  }
  ctx.body = answer;
}

function login (ctx) {
  const { user, password } = ctx.request.body || {};
  if (user !== 'me' || password !== 'secret') ctx.throw (403, 'wrong password');
  ctx.cookies.set ('sid', 'of-me', { path: '/', httpOnly: true });
  ctx.redirect ('/me.png');
}

function ownPicture (ctx) {
  pictures++;
  if (ctx.cookies.get ('sid') !== 'of-me') {
    ctx.status = 401;
    ctx.body = { errcode: 40001, errmsg: 'log in first' };
    return;
  }
  ctx.type = 'image/png';
  ctx.set ('Content-Disposition', 'inline; filename="me.png"');
  ctx.body = fs.readFileSync (picture);
}

function formAnswer (ctx) {
  const form = new FormData ();
  form.append ('a', '1');
  form.append ('a', '二');
  form.append ('qr', fs.readFileSync (picture), { filename: '卡.png', contentType: 'image/png' });
  ctx.set (form.getHeaders ());
  ctx.body = form.getBuffer ();
}

app.silent = true;
app.use (async (ctx, next) => {
  const parts = ctx.state.parts = [];
  const onPart = (part, handle) => {
    parts.push ({ name: part.name, filename: part.originalFilename, type: part.mimetype });
    return handle (part);
  };
  return koaBody ({
    multipart: true,
    formLimit: '1mb',
    formidable: {
      maxFileSize: 2 ** 30, maxTotalFileSize: 2 ** 30, uploadDir: folder,
      allowEmptyFiles: true, minFileSize: 0, onPart,
    },
  }) (ctx, next);
});
app.use (async (ctx) => {
  if (ctx.method === 'POST' && ctx.path === '/login') return login (ctx);
  if (['POST', 'PUT', 'PATCH'].includes (ctx.method)) return report (ctx);
  if (ctx.path === '/me.png') return ownPicture (ctx);
  if (ctx.path === '/form') return formAnswer (ctx);
  if (ctx.path === '/count') ctx.body = String (pictures);
});

const server = app.listen (0, '127.0.0.1', () => console.log (server.address ().port));
process.stdin.on ('end', () => process.exit (0)).resume ();
