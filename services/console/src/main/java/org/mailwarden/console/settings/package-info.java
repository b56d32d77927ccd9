// SPDX-License-Identifier: Apache-2.0
/** What an operator can set. */
@NullMarked
package org.mailwarden.console.settings;

import org.jspecify.annotations.NullMarked;
