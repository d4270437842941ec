internal import Diagnostics

/// Whether values run in step with the name of their hosts; what does not is reported.
struct InStep {
    private let name: Template

    /// - Parameter name: The name of an entry of `hosts`.
    init(with name: Template) {
        self.name = name
    }

    /// The template, if it fits.
    func checked(_ template: Template?, _ diagnostics: inout DiagnosticCollector) -> Template? {
        guard let template, let step = template.step, step.value != self.name.step?.value else { return template }
        diagnostics.append(Template.lengthsDiffer(step, self.name.step ?? Located(1, at: self.name.span)))
        return nil
    }

    /// Whether all of them fit.
    func allFit(_ templates: [Template], _ diagnostics: inout DiagnosticCollector) -> Bool {
        templates.reduce(true) { self.checked($1, &diagnostics) != nil && $0 }
    }
}
