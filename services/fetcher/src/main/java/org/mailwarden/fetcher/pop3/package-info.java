// SPDX-License-Identifier: Apache-2.0
/** Reads POP3 maildrops by UIDL. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.pop3;
