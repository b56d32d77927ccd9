// SPDX-License-Identifier: Apache-2.0
/** The fetcher's own sign-ins as events. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.login;
