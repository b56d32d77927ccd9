// SPDX-License-Identifier: Apache-2.0
/** The only maker of a connected mail store: TLS, sign-in and every guard against a hostile server. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.session;
