// SPDX-License-Identifier: Apache-2.0
/** What was seen of each mailbox, advanced only after the broker's acknowledgement. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.sync;
