// SPDX-License-Identifier: Apache-2.0
/** Which accounts are this fetcher's, when several share the fleet. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.ownership;
