// SPDX-License-Identifier: Apache-2.0
#include "assets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Embedded by the compiler: a change of a file rebuilds this one. A test compares this list with the folder.
static const unsigned char analysis_mustache[] = {
#embed "assets/analysis.mustache"
};
static const unsigned char app_css[] = {
#embed "assets/app.css"
};
static const unsigned char app_js[] = {
#embed "assets/app.js"
};
static const unsigned char audit_mustache[] = {
#embed "assets/audit.mustache"
};
static const unsigned char band_mustache[] = {
#embed "assets/band.mustache"
};
static const unsigned char cell_mustache[] = {
#embed "assets/cell.mustache"
};
static const unsigned char column_mustache[] = {
#embed "assets/column.mustache"
};
static const unsigned char columns_mustache[] = {
#embed "assets/columns.mustache"
};
static const unsigned char computed_mustache[] = {
#embed "assets/computed.mustache"
};
static const unsigned char confirm_mustache[] = {
#embed "assets/confirm.mustache"
};
static const unsigned char contact_mustache[] = {
#embed "assets/contact.mustache"
};
static const unsigned char empty_mustache[] = {
#embed "assets/empty.mustache"
};
static const unsigned char favicon_svg[] = {
#embed "assets/favicon.svg"
};
static const unsigned char file_mustache[] = {
#embed "assets/file.mustache"
};
static const unsigned char figures_mustache[] = {
#embed "assets/figures.mustache"
};
static const unsigned char filters_mustache[] = {
#embed "assets/filters.mustache"
};
static const unsigned char first_visit_mustache[] = {
#embed "assets/first-visit.mustache"
};
static const unsigned char funnel_mustache[] = {
#embed "assets/funnel.mustache"
};
static const unsigned char import_mustache[] = {
#embed "assets/import.mustache"
};
static const unsigned char imports_mustache[] = {
#embed "assets/imports.mustache"
};
static const unsigned char join_mustache[] = {
#embed "assets/join.mustache"
};
static const unsigned char layout_mustache[] = {
#embed "assets/layout.mustache"
};
static const unsigned char leads_mustache[] = {
#embed "assets/leads.mustache"
};
static const unsigned char marks_mustache[] = {
#embed "assets/marks.mustache"
};
static const unsigned char members_mustache[] = {
#embed "assets/members.mustache"
};
static const unsigned char notes_mustache[] = {
#embed "assets/notes.mustache"
};
static const unsigned char pager_mustache[] = {
#embed "assets/pager.mustache"
};
static const unsigned char picture_mustache[] = {
#embed "assets/picture.mustache"
};
static const unsigned char problem_mustache[] = {
#embed "assets/problem.mustache"
};
static const unsigned char progress_mustache[] = {
#embed "assets/progress.mustache"
};
static const unsigned char repair_mustache[] = {
#embed "assets/repair.mustache"
};
static const unsigned char settings_mustache[] = {
#embed "assets/settings.mustache"
};
static const unsigned char sign_in_mustache[] = {
#embed "assets/sign-in.mustache"
};
static const unsigned char start_mustache[] = {
#embed "assets/start.mustache"
};
static const unsigned char steps_mustache[] = {
#embed "assets/steps.mustache"
};
static const unsigned char table_mustache[] = {
#embed "assets/table.mustache"
};
static const unsigned char today_mustache[] = {
#embed "assets/today.mustache"
};
static const unsigned char trend_mustache[] = {
#embed "assets/trend.mustache"
};
static const unsigned char upload_mustache[] = {
#embed "assets/upload.mustache"
};
static const unsigned char value_mustache[] = {
#embed "assets/value.mustache"
};
static const unsigned char values_mustache[] = {
#embed "assets/values.mustache"
};
static const unsigned char waiting_mustache[] = {
#embed "assets/waiting.mustache"
};
// Fetched by script/start, not kept in the repository; pages work without it.
#if __has_embed("assets/vendor/htmx-2.min.js")
static const unsigned char htmx[] = {
#embed "assets/vendor/htmx-2.min.js"
};
#endif

static const entente_asset assets[] = {
    {"analysis.mustache", analysis_mustache, sizeof analysis_mustache},
    {"app.css", app_css, sizeof app_css},
    {"app.js", app_js, sizeof app_js},
    {"audit.mustache", audit_mustache, sizeof audit_mustache},
    {"band.mustache", band_mustache, sizeof band_mustache},
    {"cell.mustache", cell_mustache, sizeof cell_mustache},
    {"column.mustache", column_mustache, sizeof column_mustache},
    {"columns.mustache", columns_mustache, sizeof columns_mustache},
    {"computed.mustache", computed_mustache, sizeof computed_mustache},
    {"confirm.mustache", confirm_mustache, sizeof confirm_mustache},
    {"contact.mustache", contact_mustache, sizeof contact_mustache},
    {"empty.mustache", empty_mustache, sizeof empty_mustache},
    {"favicon.svg", favicon_svg, sizeof favicon_svg},
    {"file.mustache", file_mustache, sizeof file_mustache},
    {"figures.mustache", figures_mustache, sizeof figures_mustache},
    {"filters.mustache", filters_mustache, sizeof filters_mustache},
    {"first-visit.mustache", first_visit_mustache, sizeof first_visit_mustache},
    {"funnel.mustache", funnel_mustache, sizeof funnel_mustache},
    {"import.mustache", import_mustache, sizeof import_mustache},
    {"imports.mustache", imports_mustache, sizeof imports_mustache},
    {"join.mustache", join_mustache, sizeof join_mustache},
    {"layout.mustache", layout_mustache, sizeof layout_mustache},
    {"leads.mustache", leads_mustache, sizeof leads_mustache},
    {"marks.mustache", marks_mustache, sizeof marks_mustache},
    {"members.mustache", members_mustache, sizeof members_mustache},
    {"notes.mustache", notes_mustache, sizeof notes_mustache},
    {"pager.mustache", pager_mustache, sizeof pager_mustache},
    {"picture.mustache", picture_mustache, sizeof picture_mustache},
    {"problem.mustache", problem_mustache, sizeof problem_mustache},
    {"progress.mustache", progress_mustache, sizeof progress_mustache},
    {"repair.mustache", repair_mustache, sizeof repair_mustache},
    {"settings.mustache", settings_mustache, sizeof settings_mustache},
    {"sign-in.mustache", sign_in_mustache, sizeof sign_in_mustache},
    {"start.mustache", start_mustache, sizeof start_mustache},
    {"steps.mustache", steps_mustache, sizeof steps_mustache},
    {"table.mustache", table_mustache, sizeof table_mustache},
    {"today.mustache", today_mustache, sizeof today_mustache},
    {"trend.mustache", trend_mustache, sizeof trend_mustache},
    {"upload.mustache", upload_mustache, sizeof upload_mustache},
    {"value.mustache", value_mustache, sizeof value_mustache},
    {"values.mustache", values_mustache, sizeof values_mustache},
    {"waiting.mustache", waiting_mustache, sizeof waiting_mustache},
#if __has_embed("assets/vendor/htmx-2.min.js")
    {"htmx-2.min.js", htmx, sizeof htmx},
#endif
};

enum { count = sizeof assets / sizeof assets[0] };

int asset_count(void) { return count; }

entente_asset asset_at(int index) {
    entente_asset none = {0, 0, 0};
    return index >= 0 && index < count ? assets[index] : none;
}
