// SPDX-License-Identifier: Apache-2.0
/** Reading the facts of mails. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.parse;
