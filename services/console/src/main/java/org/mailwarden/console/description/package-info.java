// SPDX-License-Identifier: Apache-2.0
/** Where programs read what the REST APIs are. */
@NullMarked
package org.mailwarden.console.description;

import org.jspecify.annotations.NullMarked;
