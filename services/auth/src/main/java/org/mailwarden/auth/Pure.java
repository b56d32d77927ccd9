// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a decision, or what one is made of: it knows the JDK, contracts and other pure classes, and so no clock, socket,
 * database or container. A test of the architecture holds it to that.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Pure {}
