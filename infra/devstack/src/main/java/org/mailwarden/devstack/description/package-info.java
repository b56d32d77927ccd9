// SPDX-License-Identifier: Apache-2.0
/** Holds a service's REST interface to its published description. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.description;
