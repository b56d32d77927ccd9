// SPDX-License-Identifier: Apache-2.0
/** The range search of Pwned Passwords, answered from the corpus. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.range;
