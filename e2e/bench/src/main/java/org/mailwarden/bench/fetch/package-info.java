// SPDX-License-Identifier: Apache-2.0
/** Reading whole mailboxes. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.fetch;
