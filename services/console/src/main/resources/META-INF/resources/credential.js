// SPDX-License-Identifier: Apache-2.0
"use strict";

// The token comes behind the #, which no server is sent; here it goes into the form, and out of the address and history.
const field = document.getElementById("token");
const given = location.hash.slice(1);
if (given) {
  field.value = given;
  history.replaceState(null, "", location.pathname);
}
if (field.value) {
  document.getElementById("code-part").hidden = true;
  document.getElementById("password").focus();
}
