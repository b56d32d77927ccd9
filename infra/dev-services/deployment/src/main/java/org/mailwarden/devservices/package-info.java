// SPDX-License-Identifier: Apache-2.0
/** Starts the real servers before an application runs in development mode or under test. */
@NullMarked
package org.mailwarden.devservices;

import org.jspecify.annotations.NullMarked;
