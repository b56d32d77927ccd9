// SPDX-License-Identifier: Apache-2.0
/** Forwards each request to the service that owns its path. */
@NullMarked
package org.mailwarden.console.gateway;

import org.jspecify.annotations.NullMarked;
