// SPDX-License-Identifier: Apache-2.0
/** The published description of a service's REST interface (OpenAPI 3.1), made right from the records themselves. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.description;
