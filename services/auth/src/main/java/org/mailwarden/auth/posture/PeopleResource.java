// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.apppassword.AppPasswordCount;
import org.mailwarden.auth.apppassword.AppPasswords;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.OpenSession;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** People, their second factors and what they have open, over REST. */
@Path("/api/v1/people")
@RunOnVirtualThread
public class PeopleResource {

    private final People people;
    private final KeycloakGateway keycloak;
    private final AppPasswords appPasswords;

    PeopleResource(People people, KeycloakGateway keycloak, AppPasswords appPasswords) {
        this.people = people;
        this.keycloak = keycloak;
        this.appPasswords = appPasswords;
    }

    /**
     * Lists people as last seen, by name.
     *
     * @param secondFactor only those with a second factor, or without
     * @param limit people on the page
     * @param after name of the last one seen
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<PersonView> list(
            @QueryParam("secondFactor") @Nullable Boolean secondFactor,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        int size = Page.limit(limit);
        Page<Person> page =
                Page.of(people.page(after == null ? "" : after, secondFactor, size + 1), size, Person::username);
        Map<String, AppPasswordCount> counts =
                appPasswords.counts(page.items().stream().map(Person::userId).toList());
        return new Page<>(
                page.items().stream()
                        .map(person ->
                                new PersonView(person, counts.getOrDefault(person.userId(), AppPasswordCount.NONE)))
                        .toList(),
                page.next());
    }

    /**
     * Counts second factors, for everybody and by group.
     *
     * @return the report
     */
    @GET
    @Path("second-factors")
    @RolesAllowed(Roles.VIEWER)
    public Coverage secondFactors() {
        return Coverage.of(people.alike());
    }

    /**
     * Lists what a person has open at Keycloak now: the id is what ends one device.
     *
     * @param username name the person signs in with
     * @return oldest first
     */
    @GET
    @Path("{username}/sessions")
    @RolesAllowed({Roles.ANALYST, Roles.APPROVER})
    public Page<OpenSession> sessions(@PathParam("username") String username) {
        Outcome<List<OpenSession>> open =
                keycloak.findByUsername(username).then(user -> keycloak.openSessions(user.id()));
        return switch (open) {
            case Outcome.Done<List<OpenSession>>(List<OpenSession> sessions) -> new Page<>(sessions, null);
            case Outcome.NoSuchUser<List<OpenSession>> gone -> throw Problems.notFound("person", username);
            case Outcome.Denied<List<OpenSession>>(String why) ->
                throw Problems.of(403, "keycloak-refused", why + ". Only people of the fleet are shown.");
            case Outcome.Unavailable<List<OpenSession>>(String why) ->
                throw Problems.of(503, "keycloak-unavailable", why + ". Ask again later.");
        };
    }
}
