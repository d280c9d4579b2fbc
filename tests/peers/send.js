// SPDX-License-Identifier: GPL-3.0-or-later
// The reference client: axios with form-data. Usage: node send.js URL
// Without input it GETs; a JSON list on standard input is a form to POST: {"name", "value"} or {"name",
// "file", "filename"?, "type"?}. Prints status, fields and the body (base64) as JSON.
'use strict';
const fs = require ('fs');
const axios = require ('axios');
const FormData = require ('form-data');

function makeForm (parts) {
  const form = new FormData ();
  for (const { name, value, file, filename, type } of parts) {
    if (file === undefined) form.append (name, value);
    else form.append (name, fs.createReadStream (file), { filename, contentType: type });
  }
  return form;
}

async function main () {
  const input = fs.readFileSync (0, 'utf8');
  const form = input && makeForm (JSON.parse (input));
  const answer = await axios.request ({
    url: process.argv[2],
    method: form ? 'POST' : 'GET',
    data: form || undefined,
    headers: form ? form.getHeaders () : {},
    proxy: false,
    responseType: 'arraybuffer',
    validateStatus: () => true,
  });
  console.log (JSON.stringify ({
    status: answer.status, headers: answer.headers, body: Buffer.from (answer.data).toString ('base64'),
  }));
}

main ().catch ((error) => {
  console.error (error.message);
  process.exit (1);
});
