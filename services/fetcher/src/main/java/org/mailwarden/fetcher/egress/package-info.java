// SPDX-License-Identifier: Apache-2.0
/** Where the fetcher may connect to: resolve, check every address, pin what was checked. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.egress;
