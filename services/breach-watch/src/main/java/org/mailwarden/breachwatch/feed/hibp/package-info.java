// SPDX-License-Identifier: Apache-2.0
/** Have I Been Pwned: its breaches and stealer logs, by domain and by address. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.feed.hibp;
