// SPDX-License-Identifier: Apache-2.0
/** What an operator can set. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.settings;
