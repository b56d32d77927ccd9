// SPDX-License-Identifier: Apache-2.0
/** Sign-ins of made-up organisations and of those who attack them: how well and how fast they are judged. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.logins;
