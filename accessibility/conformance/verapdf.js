// Runs veraPDF's rules over files, inside Rhino, a JavaScript engine that lies in the same jar: so
// any Java runtime will do, and nothing has to be compiled. Arguments: a profile, then the files.
// Prints one line of JSON a file. Exit code 0 whatever the rules say, 2 if a file cannot be read.
var Profiles = Packages.org.verapdf.pdfa.validation.profiles.Profiles;
var Flavour = Packages.org.verapdf.pdfa.flavours.PDFAFlavour;
var Foundries = Packages.org.verapdf.pdfa.Foundries;

Packages.java.util.logging.LogManager.getLogManager().reset();
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();

// The text of the first element of this name below an element; empty without one.
function inside(element, name) {
  var found = element.getElementsByTagName(name);
  return found.getLength() ? found.item(0).getTextContent() : "";
}

function rule(element) {
  var id = element.getElementsByTagName("id").item(0);
  var none = new Packages.java.util.ArrayList();
  return Profiles.ruleFromValues(
    Profiles.ruleIdFromValues(
      Flavour.Specification.valueOf(id.getAttribute("specification")),
      id.getAttribute("clause"),
      Packages.java.lang.Integer.parseInt(id.getAttribute("testNumber"))
    ),
    element.getAttribute("object"),
    element.hasAttribute("deferred")
      ? Packages.java.lang.Boolean.valueOf(element.getAttribute("deferred")) : null,
    element.getAttribute("tags"),
    inside(element, "description"),
    inside(element, "test"),
    Profiles.errorFromValues(inside(element, "message"), none),
    none
  );
}

// The profile as the jar has it. veraPDF's own reader needs JAXB, which Java no longer brings.
function profile(name) {
  var loader = Packages.java.lang.ClassLoader.getSystemClassLoader();
  var stream = loader.getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml");
  var builder = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance();
  var top = builder.newDocumentBuilder().parse(stream).getDocumentElement();
  var rules = new Packages.java.util.LinkedHashSet();
  var variables = new Packages.java.util.LinkedHashSet();
  var found = top.getElementsByTagName("rule");
  for (var i = 0; i < found.getLength(); i++) rules.add(rule(found.item(i)));
  found = top.getElementsByTagName("variable");
  for (i = 0; i < found.getLength(); i++) {
    var each = found.item(i);
    variables.add(Profiles.variableFromValues(
      each.getAttribute("name"), each.getAttribute("object"),
      inside(each, "defaultValue"), inside(each, "value")
    ));
  }
  var details = Profiles.profileDetailsFromValues(
    inside(top, "name"), inside(top, "description"), "veraPDF", new Packages.java.util.Date(0)
  );
  var flavour = Flavour.valueOf(top.getAttribute("flavour"));
  return Profiles.profileFromValues(flavour, details, "", rules, variables);
}

function text(value) {
  return value === null ? "" : String(value);
}

function failures(result) {
  var descriptions = {};
  for (var rules = chosen.getRules().iterator(); rules.hasNext();) {
    var each = rules.next();
    descriptions[each.getRuleId()] = text(each.getDescription());
  }
  var places = {};
  for (var tests = result.getTestAssertions().iterator(); tests.hasNext();) {
    var one = tests.next();
    if (String(one.getStatus().name()) !== "FAILED" || places[one.getRuleId()]) continue;
    places[one.getRuleId()] = text(one.getLocation() && one.getLocation().getContext());
  }
  var found = [];
  for (var counts = result.getFailedChecks().entrySet().iterator(); counts.hasNext();) {
    var entry = counts.next(), id = entry.getKey();
    found.push({
      clause: text(id.getClause()), test: Number(id.getTestNumber()),
      count: Number(entry.getValue()), description: descriptions[id] || "", place: places[id] || ""
    });
  }
  return found;
}

function report(name) {
  var parser = Foundries.defaultInstance().createParser(
    new Packages.java.io.File(name), chosen.getPDFAFlavour()
  );
  try {
    var factory = Packages.org.verapdf.pdfa.validation.validators.ValidatorFactory;
    var result = factory.createValidator(chosen, false).validate(parser);
    return {
      rules: Number(chosen.getRules().size()), checks: Number(result.getTotalAssertions()),
      compliant: Boolean(result.isCompliant()), failures: failures(result)
    };
  } finally {
    parser.close();
  }
}

var chosen = profile(arguments[0]), code = 0;
for (var n = 1; n < arguments.length; n++) {
  try {
    print(JSON.stringify(report(arguments[n])));
  } catch (error) {
    print(JSON.stringify({error: String(error)}));
    code = 2;
  }
}
Packages.java.lang.System.exit(code);
