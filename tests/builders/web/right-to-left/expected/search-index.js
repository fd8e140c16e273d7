plainpressSearch([["مرحبا", "", "section.html", "كلمة ثم an English phrase ثم كلمة."]]);
