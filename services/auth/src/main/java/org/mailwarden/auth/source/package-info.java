// SPDX-License-Identifier: Apache-2.0
/** Where findings come from: how far each source may go by itself, and when it is stopped. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.source;
