// SPDX-License-Identifier: Apache-2.0
/** Access tokens: fetched from any token endpoint, kept sealed, one refresher for each grant. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.oauth;
